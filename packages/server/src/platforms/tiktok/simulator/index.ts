export type { PlusQuirk } from './business-api.ts'
export type { SimulatorClock } from './clock.ts'
export { FAULTS, type Fault, type FaultRule } from './faults.ts'
export type { Deed } from './personas.ts'
export { type ListenOptions, type RunningSimulator, startTiktokSimulator } from './server.ts'
export { SIMULATOR_APP, SIMULATOR_TOKEN, TiktokSimulator, type TiktokSimulatorOptions } from './simulator.ts'
export type { Traffic } from './traffic.ts'
export type { NewPost } from './world.ts'
export {
  PERSONAS,
  type Persona,
  POST_FLAWS,
  POST_STATUSES,
  type PostFlaw,
  type PostStatus,
  type SimulatedAdAccount,
  type SimulatedCode,
  type SimulatedCreator,
  type SimulatedPost,
  SimulatorError,
} from './world-types.ts'
