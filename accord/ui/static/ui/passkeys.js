// Makes and uses passkeys. A form with data-passkey="make" or "use" stays out of sight until a browser that knows
// passkeys has read this; what is asked of the device stands in the form (data-options) or is fetched from
// the address that the form is sent to. What the device answers is sent in the form's field "credential".

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }))

async function make (options) {
  const wanted = options.creation_options.publicKey
  const made = await navigator.credentials.create({
    publicKey: {
      ...wanted,
      challenge: bytes(wanted.challenge),
      user: { ...wanted.user, id: bytes(wanted.user.id) },
      excludeCredentials: known(wanted.excludeCredentials)
    }
  })
  return sent(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : []
  })
}

async function use (options) {
  const wanted = options.request_options.publicKey
  const used = await navigator.credentials.get({
    publicKey: { ...wanted, challenge: bytes(wanted.challenge), allowCredentials: known(wanted.allowCredentials) }
  })
  return sent(used, {
    authenticatorData: text(used.response.authenticatorData),
    signature: text(used.response.signature),
    userHandle: used.response.userHandle ? text(used.response.userHandle) : null
  })
}

function sent (credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response }
  }
}

async function options (form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options)
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error('no options')
  return answer.json()
}

function ready (form) {
  const problem = form.querySelector('[data-passkey-problem]')
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    problem.hidden = true
    try {
      const credential = await (form.dataset.passkey === 'make' ? make : use)(await options(form))
      form.elements.credential.value = JSON.stringify(credential)
      form.submit()
    } catch (error) {
      problem.textContent = form.dataset.failed
      problem.hidden = false
    }
  })
}

if (window.PublicKeyCredential) document.querySelectorAll('form[data-passkey]').forEach(ready)
