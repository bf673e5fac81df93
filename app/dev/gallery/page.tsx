import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Gallery } from '@/components/dev/gallery'

export const metadata: Metadata = { title: 'Gallery' }

/** Every primitive in every state, in light and dark; only where the product is developed. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === 'production') notFound()
  return <Gallery />
}
