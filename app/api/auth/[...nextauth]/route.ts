import { handleAuth } from '@/lib/server/next/auth-handler'

export const GET = handleAuth
export const POST = handleAuth
