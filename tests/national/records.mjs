// records.mjs DIR: how many records of each kind stand in the files of an import, corrected ones counted as often as they were
// sent in another version: what an explanation must account for, each with one reason.
import { join } from 'node:path'
import { table } from './files.mjs'

const dir = process.argv[2]
const versions = new Map(), counts = {}
const deciding = (org) => /^(police|prosecution$|border$)/.test(org)

// What a row says that makes a record of some kind; undefined where it says nothing.
function records(file, row) {
  if (file.kind !== 'persons') return { [file.kind]: JSON.stringify(row) }
  const told = `${row.vic_TypeOfExploitation} ${row.decision_date}`
  const actual = row.vic_TraffickingStatus.startsWith('Actual'), decides = deciding(file.org)
  const decided = decides && (actual || row.vic_TraffickingStatus.startsWith('NotA'))
  const presumed = row.vic_TraffickingStatus.startsWith('Possible') || (actual && !decides)
  return { decision: decided ? `${row.vic_TraffickingStatus} ${told}` : undefined, presumption: presumed ? told : undefined }
}

for (const file of table(join(dir, 'imports.csv')))
  for (const row of table(join(dir, file.file)))
    for (const [kind, says] of Object.entries(records(file, row))) {
      const key = `${kind} ${file.org} ${row.number}`
      if (says !== undefined && versions.get(key) !== says) counts[kind] = (counts[kind] ?? 0) + 1
      versions.set(key, says)
    }
for (const [kind, n] of Object.entries(counts)) console.log(`${kind} ${n}`)
