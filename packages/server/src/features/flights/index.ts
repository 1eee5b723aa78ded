export type { Flight, SparkCodeGap } from './contract.ts'
export { findOpenFlights } from './read.ts'
export { flightRoutes } from './routes.ts'
