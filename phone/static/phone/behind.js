// Everything that is not the first screen: it comes behind it, in one piece.
import { makeChecks } from "./checks.js";
import { makeLine } from "./line.js";
import { isOpened, makeKey } from "./lock.js";
import { makeAsking } from "./screens/asked.js";
import { mountCheck } from "./screens/check.js";
import { mountDay } from "./screens/day.js";
import { mountDetails } from "./screens/details.js";
import { mountHistory } from "./screens/history.js";
import { mountSettings } from "./screens/settings.js";
import { mountStart } from "./screens/start.js";
import { mountTreatments } from "./screens/treatments.js";
import { mountTrends } from "./screens/trends.js";
import { mountVisit } from "./screens/visit.js";
import { mountWhere } from "./screens/where.js";

export { isOpened, makeAsking, makeChecks, makeKey, makeLine };

/** By their names in the address. */
export const SCREENS = {
  where: mountWhere, details: mountDetails, day: mountDay, check: mountCheck, history: mountHistory, treatments: mountTreatments,
  trends: mountTrends, visit: mountVisit, settings: mountSettings, start: mountStart,
};
