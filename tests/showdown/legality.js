// Plays random battles and prints, for some of the requests, which choices the simulator itself accepts.
// Standard input: {"format", "battles": [[seed, team, team]], "every": n}. First argument: the package folder.
"use strict";
const path = require("path");
const { Battle, PRNG } = require(path.join(path.resolve(process.argv[2]), "dist/sim"));
const CANDIDATES = [1, 2, 3, 4].map((n) => `move ${n}`).concat([1, 2, 3, 4, 5, 6].map((n) => `switch ${n}`));

function accepted(side) {
  return CANDIDATES.filter((choice) => {
    const works = side.choose(choice) && side.isChoiceDone();
    side.clearChoice();
    return works;
  });
}

function play(format, [seed, first, second], every, found) {
  const random = new PRNG("9,9,9," + seed.split(",")[0]);
  const battle = new Battle({ formatid: format, seed });
  battle.setPlayer("p1", { name: "Seat 0", team: first });
  battle.setPlayer("p2", { name: "Seat 1", team: second });
  for (let step = 0; step < 300 && !battle.ended; step++) {
    const choices = battle.sides.map((side) => {
      if (!side.activeRequest || side.activeRequest.wait) return "";
      const request = JSON.parse(JSON.stringify(side.activeRequest));
      const legal = accepted(side);
      const hasLock = request.active && (request.active[0].moves.length === 1 || request.active[0].maybeLocked);
      if (step % every === 0 || hasLock) found.push({ request, legal });
      const moves = legal.filter((choice) => choice.startsWith("move"));
      return random.sample(moves.length && random.random(8) ? moves : legal);
    });
    battle.makeChoices(choices[0], choices[1]);
  }
}

const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
  const { format, battles, every } = JSON.parse(Buffer.concat(chunks).toString());
  const found = [];
  for (const battle of battles) play(format, battle, every, found);
  process.stdout.write(JSON.stringify(found));
});
