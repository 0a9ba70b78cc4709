import { ChartLineIcon, InboxIcon, ListTreeIcon, ScrollTextIcon, SettingsIcon, WorkflowIcon } from 'lucide-react'

/** The pages of a project, in the order of the navigation. */
export const navigationItems = [
  { segment: 'traces', label: 'Traces', icon: ListTreeIcon, keys: 'g t', keepsTime: true },
  { segment: 'services', label: 'Services', icon: WorkflowIcon, keys: 'g v', keepsTime: true },
  { segment: 'logs', label: 'Logs', icon: ScrollTextIcon, keys: 'g l', keepsTime: true },
  { segment: 'metrics', label: 'Metrics', icon: ChartLineIcon, keys: 'g m', keepsTime: true },
  { segment: 'ingest', label: 'Ingest', icon: InboxIcon, keys: 'g i', keepsTime: true },
  { segment: 'settings', label: 'Settings', icon: SettingsIcon, keys: 'g s', keepsTime: false },
] as const
