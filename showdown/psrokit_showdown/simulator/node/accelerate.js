"use strict";
/**
 * Makes battles faster without changing them: same log, same requests, same random numbers.
 *
 * Most of the simulator's time goes into asking every effect for callbacks that it does not have, and into copying
 * moves key by key. The functions below wrap the package's own methods when it is loaded; whatever they cannot answer
 * by themselves they pass on to the original.
 */
const { copyMovesFaster } = require("./copying.js");
const { findCallbacksFaster } = require("./callbacks.js");
const { remakeLess } = require("./remaking.js");

function accelerate(load) {
	const { Battle, Dex, Pokemon, Side } = load("index.js");
	const { Field } = load("field.js");
	copyMovesFaster(Object.getPrototypeOf(Dex));
	const hasShortcut = findCallbacksFaster({ Battle, Field, Pokemon, Side });
	remakeLess({ Battle, Side }, Object.getPrototypeOf(Dex), hasShortcut);
}

module.exports = { accelerate };
