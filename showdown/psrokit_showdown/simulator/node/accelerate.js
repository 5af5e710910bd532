"use strict";
/**
 * Makes battles faster without changing them: same log, same requests, same random numbers.
 *
 * Most of the simulator's time goes into asking effects for callbacks that they do not have, copying moves key by key
 * and making anew what has not changed. The functions used here wrap the package's own methods when it is loaded, and
 * pass on to the original whatever they cannot answer by themselves: generations other than the first, above all.
 */
const { searchCallbacksLess } = require("./callbacks.js");
const { copyMovesFaster } = require("./copying.js");
const { rememberNames } = require("./names.js");
const { remakeLess } = require("./remaking.js");

function accelerate(load) {
	const { Battle, Dex, Pokemon, Side } = load("index.js");
	const { Field } = load("field.js");
	rememberNames(Dex);
	copyMovesFaster(Object.getPrototypeOf(Dex));
	const hasShortcut = searchCallbacksLess({ Battle, Field, Pokemon, Side });
	remakeLess({ Battle, Side }, Object.getPrototypeOf(Dex), hasShortcut);
}

module.exports = { accelerate };
