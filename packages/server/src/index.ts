export { createSparkKit, type SparkKit, type SparkKitConfig } from './create-sparkkit.ts'
export { openApiDocument } from './http/openapi.ts'
export { newKeyRingKey } from './security/key-ring.ts'
