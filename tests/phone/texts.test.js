import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import en from "../../phone/static/phone/texts/en.js";
import zhHant from "../../phone/static/phone/texts/zh-hant.js";
import { languageOf } from "../../phone/static/phone/texts.js";

const ROOM = new URL("../../phone/static/phone/", import.meta.url);

/** Every text by its name, with how many things stand in it. */
function* textsIn(texts, at = "") {
  for (const [name, text] of Object.entries(texts))
    if (typeof text === "object") yield* textsIn(text, `${at}${name}.`);
    else yield [`${at}${name}`, typeof text === "function" ? text.length : 0];
}

describe("both languages", () => {
  test("say the same things, with the same things in them", () => {
    assert.deepEqual([...textsIn(zhHant)], [...textsIn(en)]);
  });

  test("differ in every text", () => {
    const said = (texts) => new Map([...textsIn(texts)].map(([name]) => [name, name.split(".").reduce((found, part) => found[part], texts)]));
    const [english, chinese] = [said(en), said(zhHant)];
    const same = [...english].filter(([name, text]) => typeof text === "string" && text === chinese.get(name) && text !== "PDF");
    const alike = [...english].filter(([name, text]) => typeof text === "function" && text("1", "1", "1") === chinese.get(name)("1", "1", "1"));

    assert.deepEqual([same, alike], [[], []]);
  });

  test("fill in what they are given, and never leave a blank behind", () => {
    for (const texts of [en, zhHant])
      for (const [name, count] of textsIn(texts)) {
        if (!count) continue;
        const text = name.split(".").reduce((found, part) => found[part], texts);
        assert.doesNotMatch(text(...["1", "2", "3"].slice(0, count)), /undefined|null|NaN/, name);
      }
  });
});

test("no sentence stands in a screen itself", () => {
  const files = readdirSync(ROOM, { recursive: true }).filter((name) => name.endsWith(".js") && !/vendor|texts\//.test(name));
  const found = files.flatMap((name) => {
    const code = readFileSync(new URL(name, ROOM), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
    const between = [...code.matchAll(/>\s*([^<>${}=;()`]*[A-Za-z]{3}[^<>${}=;()`]*)</g)].map((match) => match[1].trim());
    const quoted = [...code.matchAll(/"([A-Z][a-z]+(?: [a-z']+)+[^"]*)"/g)].map((match) => match[1]);
    return [...between, ...quoted].filter((text) => text !== "English").map((text) => `${name}: ${text}`);
  });

  assert.deepEqual(found, []);
});

test("whoever reads Chinese is given Chinese, everybody else English", () => {
  const languages = [["zh-TW", "en"], ["", "zh-Hant"], ["fr", "zh"], ["en-GB", "zh"], ["fr"], [], ["en", "zh-Hant"]];

  assert.deepEqual(languages.map(languageOf), ["zh-Hant", "zh-Hant", "zh-Hant", "en", "en", "en", "en"]);
});
