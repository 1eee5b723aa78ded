export { erasureRoutes } from './routes.ts'
export { erasureTask } from './task.ts'
