export { EmbeddedClient, type EmbeddedOptions, openEmbedded } from './client.ts'
export { type EmbeddedErrorCode, embeddedErrorCodes } from './errors.ts'
