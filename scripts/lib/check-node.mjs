// This file must parse on every Node that knows modules: it is what tells an old one to update.
const minimum = [20, 20]

/** Says whether a version like `20.20.2` is new enough. */
export function isSupportedNode(version) {
  const parts = version.split('.').map(Number)
  return parts[0] > minimum[0] || (parts[0] === minimum[0] && parts[1] >= minimum[1])
}

export function nodeVersionMessage(version) {
  return (
    `Hanzo Cloud needs Node.js ${minimum.join('.')} or newer, and this is ${version}.\n` +
    'Install it from https://nodejs.org, or with a version manager: nvm install 22, fnm install 22, mise use node@22.'
  )
}

if (!isSupportedNode(process.versions.node)) {
  console.error(nodeVersionMessage(process.versions.node))
  process.exit(1)
}
