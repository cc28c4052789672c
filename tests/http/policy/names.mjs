// names.mjs - the clock of the service, and names that are like no others.
import { openSync, writeSync } from 'node:fs'

export const HOUR = 3600000
export const working = ['officer', 'support', 'decider']

// The service's clock, which only goes forward (tests/control/clock.c).
const clockFile = openSync(process.env.ATRAMA_CLOCK, 'r+')
let ahead = 0
export const now = () => Date.now() + ahead
export function wait(milliseconds) {
  ahead += milliseconds
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(ahead) * 1000n)
  writeSync(clockFile, bytes, 0, 8, 0)
}
export const day = (days = 0) => new Date(now() + days * 24 * HOUR).toISOString().slice(0, 10)

// A name nobody else has, of letters that are alike in no other.
let named = 0
export function somebody() {
  const n = ++named
  let given = '', family = ''
  for (let i = 0, seed = n * 2654435761 % 4294967296; i < 10; i++, seed = (seed * 1103515245 + 12345) % 4294967296) {
    const c = String.fromCharCode(97 + Math.floor(seed / 65536) % 26)
    if (i < 5) given += c
    else family += c
  }
  return { given: `${given[0].toUpperCase()}${given.slice(1)}`, family: `${family[0].toUpperCase()}${family.slice(1)}`, born: 1950 + n % 50 }
}
