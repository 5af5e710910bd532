"use strict";
/**
 * Plays battles again with the package alone, none of our own code in between: the ground truth for tests.
 * Argument: package folder. Input: {form, battles: [{format, seed, seats: [[name, team, team seed], ...],
 * choices: [[seat, choice], ...]}]}. Output: for each battle its steps {log, requests, ended, winner, turn, prng}, whole
 * (form "steps") or each as the SHA-256 of its JSON with sorted keys (form "digests").
 */
const { createHash } = require("node:crypto");
const path = require("node:path");
const { Battle } = require(path.join(process.argv[2], "dist", "sim", "index.js"));

const SIDES = ["p1", "p2"];

function play({ format, seed, seats, choices }) {
	const battle = new Battle({ formatid: format, seed });
	for (const [seat, [name, team, teamSeed]] of seats.entries()) {
		battle.setPlayer(SIDES[seat], team ? { name, team } : { name, seed: teamSeed });
	}
	let read = 0;
	const step = () => {
		const lines = battle.log.slice(read);
		read = battle.sentLogPos = battle.log.length;
		const requests = battle.sides.map(({ activeRequest }) => (activeRequest && !activeRequest.wait ? activeRequest : null));
		return JSON.parse(JSON.stringify({
			log: lines.filter((line) => !line.startsWith("|t:|")),
			requests: battle.ended ? [null, null] : requests,
			ended: battle.ended,
			winner: battle.ended && battle.winner ? seats.findIndex(([name]) => name === battle.winner) : null,
			turn: battle.turn,
			prng: battle.prng.getSeed(),
		}));
	};
	const steps = [step()];
	const left = [...choices];
	while (!battle.ended && left.length) {
		const asked = steps.at(-1).requests.filter(Boolean).length;
		for (const [seat, choice] of left.splice(0, left[0][1] === "forfeit" ? 1 : asked)) {
			if (choice === "forfeit") battle.lose(battle.sides[seat]);
			else if (!battle.choose(SIDES[seat], choice)) throw new Error(`${choice}: ${battle.sides[seat].choice.error}`);
		}
		steps.push(step());
	}
	return steps;
}

function sorted(value) {
	if (value === null || typeof value !== "object") return value;
	if (Array.isArray(value)) return value.map(sorted);
	return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

function digest(step) {
	return createHash("sha256").update(JSON.stringify(sorted(step))).digest("hex");
}

const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
	const { form, battles } = JSON.parse(Buffer.concat(chunks).toString());
	const played = battles.map((battle) => (form === "digests" ? play(battle).map(digest) : play(battle)));
	console.log(JSON.stringify(played));
});
