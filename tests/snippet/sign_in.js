// Lets a person sign in: runs the Action that lies beside this file as Auth0 runs it, and prints what came of it.

const { readFileSync } = require("node:fs");

const log = [];
console.log = console.error = (...words) => log.push(words.join(" "));

async function signIn(event) {
  const { onExecutePostLogin } = require("./action.js");
  try {
    await onExecutePostLogin(event, {});
    return null;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

// A call that is left behind would keep this process alive: then it ends with an error.
setTimeout(() => process.exit(3), 40_000).unref();
const began = performance.now();
signIn(JSON.parse(readFileSync(0, "utf8"))).then((threw) => {
  process.stdout.write(JSON.stringify({ threw, log, milliseconds: performance.now() - began }));
});
