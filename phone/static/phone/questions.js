// The questions of the face check, in the order in which they are asked. The first groups are always shown; the others
// when the person opens them: what was not shown was not asked. Codes are the vocabulary's.

/** @type {{ name: "face" | "body" | "swallowing" | "senses" | "head" | "general", codes: string[] }[]} */
export const GROUPS = [
  { name: "face", codes: ["face_droop", "face_droop_resolved", "eye_not_closing", "drooling", "face_numb", "taste_changed", "bilateral_face_weak"] },
  { name: "body", codes: ["arm_weak", "leg_weak", "arm_numb", "leg_numb", "speech_slurred", "speech_lost", "balance_lost", "confusion"] },
  { name: "swallowing", codes: ["swallow_choking", "swallow_saliva", "food_sticks", "breathless_rest", "breathless_flat", "neck_weak", "throat_tight"] },
  { name: "senses", codes: ["vision_lost", "double_vision", "eye_painful_red", "dry_eye", "hearing_loss", "tinnitus_new", "hyperacusis", "vertigo", "ear_pain", "ear_blisters", "mouth_blisters"] },
  { name: "head", codes: ["headache_worst", "headache_waking", "headache_cough", "head_injury", "fever", "neck_stiff", "nausea", "awareness_lost", "spread_to_hand", "jerking_over_5_min", "shock_pain", "jaw_pain_chewing"] },
  { name: "general", codes: ["hand_foot_cramp", "lip_tingling", "finger_tingling", "hand_numb", "hand_tremor", "palpitations", "sweating", "heat_intolerance", "weight_loss", "stiffness", "slow_relaxation", "wasting_seen", "speech_only_during_spasm", "distress_high", "self_harm_thoughts", "dental_anaesthetic_today", "thyroid_or_neck_surgery_recent"] },
];

/** Groups that are asked each time. */
export const ALWAYS = ["face", "body"];

/** Answers that have a side. */
export const SIDED = [
  "face_droop", "face_droop_resolved", "eye_not_closing", "face_numb", "arm_weak", "leg_weak", "arm_numb", "leg_numb", "hand_numb", "eye_painful_red",
  "vision_lost", "hearing_loss", "tinnitus_new", "hyperacusis", "ear_pain", "ear_blisters", "mouth_blisters", "dry_eye", "wasting_seen", "shock_pain",
];

/** Answers of which it matters how they began. */
export const BEGINS = [
  "face_droop", "face_droop_resolved", "eye_not_closing", "bilateral_face_weak", "arm_weak", "leg_weak", "arm_numb", "leg_numb", "speech_slurred", "speech_lost",
  "balance_lost", "confusion", "vision_lost", "double_vision", "hearing_loss", "vertigo", "headache_worst", "swallow_choking", "swallow_saliva", "breathless_rest",
];

/** The number to call, by zone; the person's own setting goes before. */
const NUMBERS = [
  [/^Asia\/(Taipei|Tokyo|Seoul)$/, "119"], [/^Asia\/(Shanghai|Chongqing|Urumqi)$/, "120"], [/^(America|US|Canada)\//, "911"],
  [/^(Europe\/(London|Jersey|Guernsey|Isle_of_Man)|Asia\/(Hong_Kong|Singapore|Kuala_Lumpur))$/, "999"], [/^Australia\//, "000"], [/^Pacific\/Auckland$/, "111"],
];

/** @param {unknown} chosen the person's own setting @param {string} zone */
export const emergencyNumber = (chosen, zone) =>
  (typeof chosen === "string" && chosen) || String(NUMBERS.find(([pattern]) => /** @type {RegExp} */ (pattern).test(zone))?.[1] ?? "112");
