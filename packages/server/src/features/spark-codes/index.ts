export { codesAreDue, nextCodeDue, tickCodes } from './clock.ts'
export { CODE_PROBLEMS, type SparkCode } from './contract.ts'
export { newCode, type PastedCode, readPastedCode, takeCode } from './receive.ts'
export { sparkCodeRoutes } from './routes.ts'
