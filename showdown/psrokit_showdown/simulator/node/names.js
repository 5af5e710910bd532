"use strict";
/**
 * Moves, species, types, conditions and rules are looked up by name many times per decision, and each time the package
 * cleans the name with a regular expression (and makes a new object of a rule). The data never changes while a worker
 * runs, so what a name stands for is remembered.
 */
const COLLECTIONS = ["moves", "species", "types", "conditions", "formats"];
const LONGEST_NAME = 40;
const remembered = Symbol("psrokit: name -> what it stands for");

function rememberNames(Dex) {
	for (const collection of COLLECTIONS) rememberNamesOf(Object.getPrototypeOf(Dex[collection]));
}

function rememberNamesOf(prototype) {
	const { get } = prototype;

	prototype.get = function (name, ...options) {
		if (typeof name !== "string") return get.call(this, name, ...options);
		this[remembered] ??= new Map();
		const known = this[remembered].get(name);
		if (known !== undefined) return known;
		const found = get.call(this, name, ...options);
		const lasting = found.exists && name.length <= LONGEST_NAME && !name.includes("@@@"); // custom rules differ each time
		if (lasting) this[remembered].set(name, found);
		return found;
	};
}

module.exports = { rememberNames };
