import fastify from "fastify";
import { MAX_BODY, PATH, receive } from "./receive.mjs";

const app = fastify({ bodyLimit: MAX_BODY });
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) =>
  done(null, body),
);
app.post(PATH, (request, reply) => {
  const started = performance.now();
  const [status, text] = receive(request.headers, request.body, started);
  reply.code(status).type("text/plain").send(text);
});

await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.once("SIGTERM", () => process.exit(0));
