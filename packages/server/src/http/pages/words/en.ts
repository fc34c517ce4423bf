/**
 * The words of the connect pages in English, from which the others are translated. `{name}` is filled in by
 * the page; `{app}`, `{provider}`, `{service}` and `{user}` are names that somebody chose.
 */
export const en = {
  connectTitle: "Connect your {service} to {app}",
  reconnectTitle: "Reconnect your {service} to {app}",
  connectSharedTitle: "Connect {service} for everyone who uses {app}",
  notYet: "Not yet: {title}",
  forUser: "For {user}",
  startedBy: "Started by {user}",
  willBeAble: "{app} will be able to:",
  openAccess: "You choose at {provider} what {app} may access.",
  furtherAccess: "{provider} tells you on its own page what else {app} asks for.",
  sharedUse: "Everyone who uses {app} will work with the account that you choose.",
  askYourself: "Did you start this yourself, as {user}?",
  askConsequence:
    "What you connect here will belong to {user} in {app}. If somebody sent you this link, choose Cancel.",
  askReconnect: "Are you {user}?",
  askConsequenceReconnect:
    "The people who run {app} sent this link to {user}, whose connection needs it. At {provider}, choose the account that was connected before: no other is accepted, and nothing else changes. If you are not {user}, choose Cancel.",
  askConsequenceShared:
    "Everyone who uses {app} will work with what you connect here. If somebody sent you this link, choose Cancel.",
  testTitle: "Test {service}",
  testUse: "Nothing is kept: the access you allow is revoked when the test ends.",
  testAsks: "The test asks for:",
  askConsequenceTest:
    "{app} will see whose account this is, until the test ends. If somebody sent you this link, choose Cancel.",
  testEndedTitle: "The test has ended",
  testEnded: "What came of each step stands on the connector’s page. You can close this window.",
  calm: "Next, {provider} will ask you to confirm. {app} never sees your password, and you can disconnect at any time.",
  continueTo: "Continue to {provider}",
  cancel: "Cancel",
  example: "For example: {example}",
  pickOne: "Choose one",
  fieldMissing: "Please fill this in: the connection cannot begin without it.",
  leavingTitle: "Taking you to {provider}",
  leavingNote: "You sign in and decide there.",
  choiceTitle: "Which {noun} should {app} use?",
  choiceIntro:
    "Your {provider} account has several. {app} will use the one that you choose for {user}.",
  choiceIntroShared:
    "Your {provider} account has several. {app} will use the one that you choose for everyone who uses the app.",
  choiceMissing: "Choose one of them first.",
  choiceLegend: "Choose the {noun}",
  choiceCut: "{provider} names more; only the first {count} are shown.",
  connect: "Connect",
  underWayTitle: "Connecting your account",
  underWay: "{provider} has answered and we are finishing up. This page reloads by itself.",
  connectedTitle: "Connected",
  connectedAccount: "{app} can now use {account}.",
  connectedPlain: "The account is connected.",
  connectedUntil:
    "{provider} gave nothing to refresh the access with: it ends in {time}, and must be connected again then.",
  lessTitle: "Connected, with less access than {app} asked for",
  lessMissing: "Not granted:",
  lessGranted: "Granted:",
  lessFurther: "Further access, which {provider} describes on its own page.",
  lessHow: "To grant the rest, {provider} asks you once more: leave everything selected there.",
  grantNow: "Grant it now",
  notNow: "Not now",
  goingBack: "Taking you back to {app}.",
  backTo: "Back to {app}",
  goBack: "You can go back to {app} now.",
  closeWindow: "Close this window",
  deniedTitle: "Not connected",
  denied: "You chose not to give access. Nothing was stored.",
  standsTitle: "Still connected, as before",
  deniedMore: "You did not give any more access. {app} can use the account as before.",
  overSince:
    "The account was connected, and is not any more. To connect it again, go back to {app}.",
  failedTitle: "Your {service} was not connected",
  failedTitlePlain: "The account was not connected",
  nothingStored: "Nothing was stored.",
  reasonScopes:
    "Some of the access that {app} needs was not allowed. Try again, and leave everything selected.",
  reasonOtherAccount:
    "You chose a different account from the one that {app} uses now. Choose that one again, or disconnect it in {app} first.",
  reasonNothing:
    "This account has nothing at {provider} that {app} may use. Ask for access there, or connect another account.",
  reasonSetUp:
    "{app} is not set up correctly for {provider}. Only the people who run {app} can mend that: please tell them.",
  reasonSetting:
    "Something that the connection was started with does not fit any more. Start again in {app}.",
  reasonNotAllowed: "{app} may not be connected to {provider} here. Ask the people who run {app}.",
  reasonAway: "{provider} is not answering as it should. Try again in a few minutes.",
  reasonRefused: "{provider} refused to complete the connection.",
  reasonAnswer: "{provider} sent an answer that cannot be used.",
  reasonBrowser:
    "A connection must be finished in the browser in which it was started. If it was this one, it may block cookies for this page.",
  reasonExpired: "It took longer than ten minutes, or was finished before.",
  reasonServer: "Something went wrong on our side. Try again in a few minutes.",
  reasonOther: "The connection could not be completed.",
  tryAgain: "Try again",
  startAgain: "To try again, start again in {app}.",
  details: "Details for support",
  code: "Code",
  reference: "Reference",
  explanation: "Explanation",
  itsWords: "{provider} says",
  expiredTitle: "This link has expired",
  expired: "A link works once, for ten minutes. Go back to the app and start again.",
  expiredReconnect:
    "A link to reconnect works once, within a week, until the connection changes. Connect in the app, or ask whoever sent the link for a new one.",
  browserTitle: "Please use the browser that you started in",
  embeddedTitle: "Please use your browser for this",
  embedded: "This page is shown inside another app, which can see what you type here.",
  embeddedRefused:
    "This page is shown inside another app, which can see what you type here. {provider} does not let anybody sign in there.",
  embeddedHow:
    "Open {app} in your own browser, such as Safari, Chrome or Firefox, and start again there.",
  embeddedGoOn: "Continue here anyway",
  wrongTitle: "Something went wrong",
  wrong: "Go back to the app and start again.",
  nothingHereTitle: "There is nothing at this address",
  nothingHere: "It may be mistyped, or what was here is gone.",
  toDashboard: "Go to the dashboard",
  questions: "Questions?",
  privacyPolicy: "Privacy policy of {app}",
} as const;

export type Key = keyof typeof en;

/** The same in another language. */
export type Catalogue = Readonly<Record<Key, string>>;
