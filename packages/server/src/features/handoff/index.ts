export { handoffKey } from './change.ts'
export { handoffRoutes } from './routes.ts'
