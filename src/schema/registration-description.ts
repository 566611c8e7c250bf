import type { Json } from "./json.js";

/** How webhooks are registered at a provider: the `x-webhook-registration` extension of its document. */
export interface RegistrationDescription {
  /** Such as `https://api.frame.io`. */
  readonly baseUrl: string;
  readonly auth: {
    /** Lower case. */
    readonly header: string;
    /** Stands before the token, such as `Bearer `. */
    readonly prefix: string;
    /** Environment variable where the commands find the token. */
    readonly variable: string;
  };
  /** What `{name}` in a path stands for, beside `{id}`, the webhook's. */
  readonly parameters?: Readonly<
    Record<string, { readonly variable: string; readonly description: string }>
  >;
  readonly create: RegistrationRequest;
  readonly list: {
    readonly path: string;
    /** JSON pointer to the webhooks in the answer. */
    readonly items: string;
    /** JSON pointer to the address of the next page. */
    readonly next?: string;
  };
  readonly update: RegistrationRequest;
  readonly delete: { readonly path: string };
  /** JSON pointer to the webhook in the answer to create and update; empty where it is the answer. */
  readonly item: string;
  /** JSON pointers within a webhook. Without `secret` the provider takes one instead of making one. */
  readonly webhook: {
    readonly id: string;
    readonly url: string;
    readonly events: string;
    readonly name?: string;
    readonly active?: string;
    readonly secret?: string;
  };
}

/** In the body, `{url}`, `{events}`, `{name}`, `{active}` and `{secret}` stand for values; members without a value are left out. */
export interface RegistrationRequest {
  readonly method: "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly body: Json;
}
