import express from "express";
import { MAX_BODY, PATH, receive } from "./receive.mjs";

const app = express();
app.use((request, _, next) => {
  request.started = performance.now();
  next();
});
app.post(
  PATH,
  express.raw({ type: () => true, limit: MAX_BODY }),
  (request, response) => {
    const { headers, body, started } = request;
    const [status, text] = receive(headers, body, started);
    response.status(status).type("text/plain").send(text);
  },
);

app.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
