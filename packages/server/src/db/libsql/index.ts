export { openEmbedded } from './client.ts'
