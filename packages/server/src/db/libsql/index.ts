export { type EmbeddedOptions, openEmbedded } from './client.ts'
