export { createDeliverTask } from './deliver.ts'
export { dispatchTask } from './dispatch.ts'
export { webhookRoutes } from './routes.ts'
export { Event } from './schemas.ts'
