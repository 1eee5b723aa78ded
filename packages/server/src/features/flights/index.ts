export type { SparkCodeGap } from './contract.ts'
export { flightRoutes } from './routes.ts'
