import { describe, expect, it } from 'vitest'
import { actionsOn } from './palette-actions'

const hrefs = (path: string) => actionsOn(path).map(({ href }) => href)

describe('what the palette can do with what a page is about', () => {
  it('is about the one thing that is open', () => {
    const ofRollout = actionsOn('/rollouts/7').map(({ name }) => name)
    for (const verb of ['Pause', 'Resume', 'Abort', 'Roll back'])
      expect(ofRollout).toContain(`${verb} this rollout`)
    expect(hrefs('/policies/cloud-by-cloud')).toEqual(['/rollouts/new?policy=cloud-by-cloud'])
    const [href] = hrefs('/clusters/kafka-%C3%BC%22x')
    expect(decodeURIComponent(href ?? '')).toBe('/rollouts/new?select=cluster.name == "kafka-ü\\"x"')
  })

  it('is nothing where nothing single is open', () => {
    for (const path of ['/', '/rollouts', '/rollouts/new', '/rollouts/compare', '/settings', '/audit']) {
      expect(actionsOn(path)).toEqual([])
    }
  })
})
