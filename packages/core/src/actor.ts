/** Who did it. `name` of an `api_key` is the key's name, of an `embed_user` the integrator's own user id; creators act through their approval link, ad teams through a handoff. */
export type Actor =
  | { readonly type: 'api_key'; readonly id: string; readonly name: string }
  | { readonly type: 'embed_user'; readonly id: string; readonly name: string }
  | { readonly type: 'creator'; readonly id: string; readonly linkId: string }
  | { readonly type: 'handoff'; readonly id: string; readonly name: string }
  | { readonly type: 'system' }
