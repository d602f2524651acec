// A TLS front on loopback: the official SDKs speak to https://DOMAIN alone, and the practice tenant to plain HTTP.
//
//   node front.mjs KEY CERTIFICATE TARGET
//
// It takes any port, prints it on one line, and passes every request on as it is until it is killed.
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";

const [key, cert, target] = process.argv.slice(2);
const to = new URL(target);

const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (asked, answer) => {
  const { method, url: path, headers } = asked;
  const passed = request({ host: to.hostname, port: to.port, method, path, headers }, (got) => {
    answer.writeHead(got.statusCode, got.headers);
    got.pipe(answer);
  });
  passed.on("error", () => answer.destroy());
  asked.pipe(passed);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
