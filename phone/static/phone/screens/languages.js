/** The languages of the house, each by its own name. */
export const LANGUAGES = /** @type {const} */ ([["en", "English"], ["zh-Hant", "繁體中文"]]);
