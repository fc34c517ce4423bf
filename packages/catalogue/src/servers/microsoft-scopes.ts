/**
 * The delegated permissions of Microsoft Graph that the connectors offer. From
 * https://learn.microsoft.com/en-us/graph/permissions-reference and, for who may grant them,
 * https://learn.microsoft.com/en-us/entra/identity/enterprise-apps/manage-app-consent-policies.
 *
 * Three kinds: some only an administrator grants, in every tenant. Others people grant themselves, but
 * not where the tenant lets Microsoft manage consent, which is what new tenants do. The rest people grant
 * there, too. Verifying the publisher changes none of it.
 */

const everyTenant = "an administrator grants it";
const managedTenants =
  "an administrator grants it where Microsoft manages consent, as in new tenants";

/**
 * What "Let Microsoft manage your consent settings" takes out of the hands of people, as far as the
 * connectors offer it.
 */
const managed = new Set([
  "Calendars.Read",
  "Calendars.Read.Shared",
  "Calendars.ReadBasic",
  "Calendars.ReadWrite",
  "Calendars.ReadWrite.Shared",
  "Chat.Read",
  "Chat.ReadWrite",
  "Contacts.Read.Shared",
  "Contacts.ReadWrite",
  "Contacts.ReadWrite.Shared",
  "Files.Read.All",
  "Files.ReadWrite.All",
  "Mail.Read",
  "Mail.Read.Shared",
  "Mail.ReadBasic",
  "Mail.ReadBasic.Shared",
  "Mail.ReadWrite",
  "Mail.ReadWrite.Shared",
  "MailboxFolder.Read",
  "MailboxFolder.ReadWrite",
  "MailboxItem.Read",
  "MailboxSettings.Read",
  "MailboxSettings.ReadWrite",
  "OnlineMeetings.Read",
  "OnlineMeetings.ReadWrite",
  "People.Read",
  "Sites.Read.All",
  "Sites.ReadWrite.All",
  "Tasks.Read",
  "Tasks.Read.Shared",
  "Tasks.ReadWrite",
  "Tasks.ReadWrite.Shared",
]);

/** What only an administrator grants, in every tenant. */
const administrators = new Set([
  "Channel.Create",
  "Channel.Delete.All",
  "ChannelMember.Read.All",
  "ChannelMember.ReadWrite.All",
  "ChannelMessage.Read.All",
  "ChannelSettings.Read.All",
  "ChannelSettings.ReadWrite.All",
  "Sites.FullControl.All",
  "TeamMember.Read.All",
  "TeamMember.ReadWrite.All",
  "TeamSettings.Read.All",
  "TeamSettings.ReadWrite.All",
]);

/** Asked for by default with every connector: what tells who connected. */
export const signIn = ["offline_access", "openid", "profile", "email", "User.Read"];

const everyConnector = {
  offline_access: "Access while you are away; always needed",
  openid: "Who you are",
  profile: "Your name",
  email: "Your email address",
  "User.Read": "Sign in and read your own profile; always needed",
  "User.ReadBasic.All": "Names and email addresses of people",
};

function permissions(words: Readonly<Record<string, string>>) {
  return Object.entries({ ...everyConnector, ...words }).map(([scope, allows]) => {
    if (administrators.has(scope)) return { scope, description: `${allows}; ${everyTenant}` };
    if (managed.has(scope)) return { scope, description: `${allows}; ${managedTenants}` };
    return { scope, description: allows };
  });
}

const files = {
  "Files.Read": "Read your files",
  "Files.ReadWrite": "Read and change your files",
  "Files.Read.All": "Read all files you can see",
  "Files.ReadWrite.All": "Read and change all files you can see",
};

export const outlookScopes = permissions({
  "Mail.Read": "Read mail",
  "Mail.ReadBasic": "Read mail without bodies",
  "Mail.ReadWrite": "Read and change mail",
  "Mail.Send": "Send mail as you",
  "Mail.Read.Shared": "Read mail, also of shared mailboxes",
  "Mail.ReadBasic.Shared": "Read mail without bodies, also of shared mailboxes",
  "Mail.ReadWrite.Shared": "Read and change mail, also of shared mailboxes",
  "Mail.Send.Shared": "Send mail as you and for others who let you",
  "MailboxFolder.Read": "Read mail folders",
  "MailboxFolder.ReadWrite": "Read and change mail folders",
  "MailboxItem.Read": "Read everything in the mailbox",
  "MailboxSettings.Read": "Read mailbox settings",
  "MailboxSettings.ReadWrite": "Read and change mailbox settings",
  "Calendars.Read": "Read calendars",
  "Calendars.ReadBasic": "Read calendars without the text of events",
  "Calendars.ReadWrite": "Read and change calendars",
  "Calendars.Read.Shared": "Read calendars, also shared ones",
  "Calendars.ReadWrite.Shared": "Read and change calendars, also shared ones",
  "Contacts.Read": "Read contacts",
  "Contacts.ReadWrite": "Read and change contacts",
  "Contacts.Read.Shared": "Read contacts, also shared ones",
  "Contacts.ReadWrite.Shared": "Read and change contacts, also shared ones",
  "People.Read": "The people you work with most",
  "Tasks.Read": "Read tasks",
  "Tasks.ReadWrite": "Read and change tasks",
  "Tasks.Read.Shared": "Read tasks, also shared ones",
  "Tasks.ReadWrite.Shared": "Read and change tasks, also shared ones",
});

export const oneDriveScopes = permissions({
  ...files,
  "Files.ReadWrite.AppFolder": "Read and change the app's own folder",
  "Files.Read.Selected": "Read files you pick",
  "Files.ReadWrite.Selected": "Read and change files you pick",
});

export const sharePointScopes = permissions({
  ...files,
  "Sites.Read.All": "Read all sites you can see",
  "Sites.ReadWrite.All": "Read and change items of all sites you can see",
  "Sites.Manage.All": "Create, change and delete lists, libraries and their items",
  "Sites.FullControl.All": "Full control of all sites",
  "Sites.Selected": "Only sites that an administrator assigned to the app",
  "Lists.SelectedOperations.Selected": "Only lists that were assigned to the app",
  "ListItems.SelectedOperations.Selected": "Only list items that were assigned to the app",
  "Files.SelectedOperations.Selected": "Only files that were assigned to the app",
});

export const teamsScopes = permissions({
  "Team.ReadBasic.All": "Names of your teams",
  "Team.Create": "Create teams",
  "TeamMember.Read.All": "Read team members",
  "TeamMember.ReadWrite.All": "Add and remove team members",
  "TeamSettings.Read.All": "Read settings of teams",
  "TeamSettings.ReadWrite.All": "Read and change settings of teams",
  "Channel.ReadBasic.All": "Names of channels",
  "Channel.Create": "Create channels",
  "Channel.Delete.All": "Delete channels",
  "ChannelMember.Read.All": "Read channel members",
  "ChannelMember.ReadWrite.All": "Add and remove channel members",
  "ChannelMessage.Read.All": "Read channel messages",
  "ChannelMessage.Send": "Send channel messages",
  "ChannelMessage.Edit": "Change channel messages you sent",
  "ChannelSettings.Read.All": "Read settings of channels",
  "ChannelSettings.ReadWrite.All": "Read and change settings of channels",
  "Chat.Read": "Read your chats",
  "Chat.ReadBasic": "Names and members of your chats",
  "Chat.ReadWrite": "Read and write in your chats",
  "Chat.Create": "Create chats",
  "ChatMessage.Read": "Read messages of your chats",
  "ChatMessage.Send": "Send chat messages",
  "OnlineMeetings.Read": "Read online meetings",
  "OnlineMeetings.ReadWrite": "Read and create online meetings",
  "Presence.Read": "Read your presence",
  "Presence.Read.All": "Read the presence of people",
  "Presence.ReadWrite": "Read and set your presence",
  "TeamsActivity.Read": "Read your activity feed",
  "TeamsActivity.Send": "Send to your activity feed",
});
