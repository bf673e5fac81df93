import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Gallery } from '@/components/dev/gallery'

/** Here and not in the page: what is not there has no title either. */
export function generateMetadata(): Metadata {
  if (process.env.NODE_ENV === 'production') notFound()
  return { title: 'Gallery' }
}

/** Every primitive in every state, in light and dark; only where the product is developed. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === 'production') notFound()
  return <Gallery />
}
