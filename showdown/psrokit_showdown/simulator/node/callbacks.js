"use strict";
/**
 * An event looks for callbacks in every effect around its target: status, volatiles, ability, item, rules ... under up
 * to five names each. Nearly always there is none. In generation 1 only statuses, volatiles and the format's rules can
 * have any, so a table of which effect listens to which event answers "nobody" at once; if somebody listens, the
 * package's own search and its own order apply.
 */
const ON = 1, ALLY = 2, ANY = 4, FOE = 8, SOURCE = 16;
const PREFIXES = [["onSource", SOURCE], ["onAlly", ALLY], ["onAny", ANY], ["onFoe", FOE], ["on", ON]];
/** Events that the package does not look for under prefixed names. */
const UNPREFIXED = new Set(["BeforeTurn", "Update", "Weather", "WeatherChange", "TerrainChange"]);
const NOBODY = new Map();
const watched = Symbol("psrokit: rules of this battle that listen, or null if the shortcut does not apply");

function findCallbacksFaster(Battle, Pokemon) {
	const { runEvent, singleEvent, start } = Battle.prototype;
	const listeners = listenersByEffect();
	const callbackNames = new Map();

	Battle.prototype.runEvent = function (eventid, target, source, sourceEffect, relayVar, onEffect, fastExit) {
		if (!onEffect && this.eventDepth < 8 && this[watched] && nobodyListens(this, eventid, target, source)) {
			if (relayVar === undefined || relayVar === null) return true;
			const whole = typeof relayVar === "number" && relayVar === Math.abs(Math.floor(relayVar));
			return whole ? this.modify(relayVar, 1) : relayVar;
		}
		return runEvent.call(this, eventid, target, source, sourceEffect, relayVar, onEffect, fastExit);
	};

	Battle.prototype.singleEvent = function (eventid, effect, state, target, source, sourceEffect, relayVar, custom) {
		let name = callbackNames.get(eventid);
		if (name === undefined) callbackNames.set(eventid, (name = `on${eventid}`));
		const silent = !custom && effect[name] === undefined;
		if (silent && this.eventDepth < 8 && this.log.length - this.sentLogPos <= 1000) {
			return relayVar === undefined ? true : relayVar;
		}
		return singleEvent.call(this, eventid, effect, state, target, source, sourceEffect, relayVar, custom);
	};

	function nobodyListens(battle, eventid, target, source) {
		...
	}
}
