import { simulate } from '@/lib/testing/simulation/run'
import { Store } from '@/lib/testing/simulation/store'
const P = Store.prototype as any
const orig = P.commit
const seed = process.argv[2] as string
let store: any
P.commit = function (...a: any[]) { store = this; const before = new Map([...this.rollouts].map(([k, v]: any) => [k, v.log.length])); const r = orig.apply(this, a); for (const [k, v] of this.rollouts as any) for (const e of v.log.slice(before.get(k))) { if (process.argv[3] ? e.target?.cluster === process.argv[3] || e.type.startsWith('rollout') : /failed|succeeded|revert|cancel|started|skipped|rollout|exhausted/.test(e.type)) console.log(k, e.seq, e.at, e.type, e.target?.cluster ?? e.phase?.id ?? '', e.target?.facts.region ?? '', JSON.stringify(e.data).slice(0, 150), 'gen', e.target?.generation, 'spared', e.target?.spared, JSON.stringify([...this.places]), [...this.broken.keys()].join()) } return r }
const ack = P.acknowledge
P.acknowledge = function (c: number) { console.log('ACK', c); return ack.call(this, c) }
const r = simulate(seed)
console.log(r.violations)
