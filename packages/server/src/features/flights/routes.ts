import type { App } from '../../http/app.ts'
import { patch, read, write } from '../../http/run.ts'
import { addFlights } from './add-flights.ts'
import { deleteFlight, updateFlight } from './change-flight.ts'
import * as contract from './contract.ts'
import { getFlight, listCoverage, listFlights } from './read.ts'

export function flightRoutes(app: App): void {
  // No route takes or gives these whole: rows are judged one by one, and an event carries the other.
  app.openAPIRegistry.register('FlightInput', contract.FlightInput)
  app.openAPIRegistry.register('SparkCodeGap', contract.SparkCodeGap)

  app.openapi(contract.addFlights, async c => c.json(await write(c, addFlights, c.req.valid('json')), 200))
  app.openapi(contract.listFlights, async c => c.json(await read(c, listFlights, c.req.valid('query')), 200))
  app.openapi(contract.getFlight, async c => c.json(await read(c, getFlight, c.req.valid('param').id), 200))
  app.openapi(contract.updateFlight, async c => {
    const { id } = c.req.valid('param')
    return c.json(await patch(c, { verb: updateFlight, input: { id, input: c.req.valid('json') }, current: getFlight, id }), 200)
  })
  app.openapi(contract.deleteFlight, async c => {
    await write(c, deleteFlight, c.req.valid('param').id)
    return c.body(null, 204)
  })
  app.openapi(contract.listCoverage, async c => c.json(await read(c, listCoverage, c.req.valid('query')), 200))
}
