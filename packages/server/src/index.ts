export { createSparkKit, type SparkKit, type SparkKitConfig } from './create-sparkkit.ts'
export {
  API_SCOPES,
  type ApiScope,
  createApiKey,
  createWorkspace,
  type HostAuthenticate,
  type HostCaller,
} from './features/access/index.ts'
export type { Event, OnEvent } from './features/webhooks/index.ts'
export { openApiDocument } from './http/openapi.ts'
export { newKeyRingKey } from './security/key-ring.ts'
