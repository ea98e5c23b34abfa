import '../styles/index.css'
import '../texts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Toaster, TooltipProvider } from '../ui'
import { Gallery } from './gallery'

const root = document.getElementById('root')
if (root === null) throw new Error('gallery.html has no #root')
createRoot(root).render(
  <StrictMode>
    <TooltipProvider>
      <Gallery />
      <Toaster />
    </TooltipProvider>
  </StrictMode>,
)
