/** The version of this package, as its spans, metrics and requests carry it. */
export const SDK_NAME = '@hanzo/ai'
export const SDK_VERSION = '0.1.0'
