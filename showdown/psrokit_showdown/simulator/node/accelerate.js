"use strict";
/** Makes generation 1 battles faster without changing them. */
function accelerate(load) {
	load("index.js");
}

module.exports = { accelerate };
