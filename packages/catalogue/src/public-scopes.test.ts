/**
 * Which scopes connectors offer and ask for: those that public apps use, those that only an
 * administrator may grant, and what a new connection can do first.
 */
import { describe, expect, test } from "vitest";
import { authorizationServers } from "./list.ts";
import { authorizationServerSchema } from "./schema.ts";

const connectors = new Map(
  authorizationServers
    .map((input) => authorizationServerSchema.parse(input))
    .flatMap((server) => server.connectors)
    .map((connector) => [connector.integration_type, connector.scopes] as const),
);

function scopesOf(type: string) {
  const scopes = connectors.get(type);
  if (scopes === undefined) throw new Error(`there is no ${type}`);
  return scopes;
}

/** What apps and tools with public source ask for, beside the most usual. */
const inUse: Record<string, string> = {
  calendly:
    "users:read groups:read contacts:read contacts:write meeting_recaps:read meeting_recaps:write activity_log:read outgoing_communications:read organizations:read organizations:write event_types:read event_types:write scheduled_events:read scheduled_events:write scheduling_links:write shares:write webhooks:read webhooks:write routing_forms:read locations:read",
  bamboohr:
    "offline_access openid email public.user employee employee.write employee:assets employee:emergency_contacts employee:vaccination employee:custom_fields employee:custom_fields_encrypted employee:demographic employee:dependent employee:dependent:ssn employee:education employee:contact employee:identification employee:job employee:job.write employee:management employee:photo employee:name employee:file employee:compensation employee:payroll.write sensitive_employee:creditcards benefit goal job_opening application tasks training user:management company:administration payroll time_off.write time_tracking.write time_tracking:breaks webhooks.write",
  hubspot:
    "oauth automation business-intelligence content conversations.visitor_identification.tokens.create crm.export crm.import crm.lists.read crm.lists.write crm.objects.companies.write crm.objects.custom.read crm.objects.custom.write crm.objects.marketing_events.read crm.objects.quotes.write crm.objects.users.write crm.schemas.custom.read crm.schemas.deals.write crm.objects.feedback_submissions.read crm.objects.goals.read crm.objects.line_items.write e-commerce timeline sales-email-read forms files tickets",
  github:
    "repo repo:status repo_deployment public_repo repo:invite security_events admin:repo_hook admin:org write:org admin:org_hook admin:public_key admin:gpg_key gist notifications user user:follow write:packages delete:packages codespace read:audit_log workflow read:enterprise",
  asana:
    "attachments:delete custom_fields:write jobs:read portfolios:write project_templates:read roles:read roles:write roles:delete task_custom_types:read task_templates:read team_memberships:read time_tracking_entries:read workspaces.typeahead:read openid email profile",
  airtable: "workspacesAndBases:read workspacesAndBases:write workspacesAndBases.shares:manage",
  gitlab: "api read_api read_user mcp k8s_proxy sudo read_virtual_registry ai_workflows openid",
  discord: "bot applications.commands messages.read relationships.read gdm.join rpc voice",
  box: "root_readwrite manage_app_users manage_legal_holds ai.readwrite sign_requests.readwrite",
  googlecalendar:
    "https://www.googleapis.com/auth/calendar.calendars https://www.googleapis.com/auth/calendar.acls https://www.googleapis.com/auth/calendar.events.owned.readonly",
  slackbot:
    "app_mentions:read assistant:write bookmarks:read bookmarks:write calls:read calls:write canvases:read canvases:write channels:history channels:join channels:manage channels:read channels:write.invites channels:write.topic chat:write chat:write.customize chat:write.public commands conversations.connect:read conversations.connect:write dnd:read emoji:read files:read files:write groups:history groups:read groups:write groups:write.invites groups:write.topic im:history im:read im:write im:write.topic incoming-webhook links.embed:write links:read links:write lists:read lists:write metadata.message:read mpim:history mpim:read mpim:write mpim:write.topic pins:read pins:write reactions:read reactions:write reminders:read reminders:write remote_files:read remote_files:share remote_files:write search:read.files search:read.public search:read.users team.billing:read team.preferences:read team:read usergroups:read usergroups:write users.profile:read users:read users:read.email users:write",
  slack:
    "channels:history channels:read channels:write channels:write.invites channels:write.topic chat:write dnd:read dnd:write emoji:read files:read files:write groups:history groups:read groups:write groups:write.invites im:history im:read im:write links:read links:write mpim:history mpim:read mpim:write pins:read pins:write reactions:read reactions:write reminders:read reminders:write search:read search:read.private stars:read stars:write team:read usergroups:read usergroups:write users.profile:read users.profile:write users:read users:read.email users:write admin.users:read auditlogs:read",
  outlook:
    "Mail.Read Mail.ReadWrite Mail.Send Mail.Send.Shared Mail.Read.Shared Mail.ReadWrite.Shared Mail.ReadBasic MailboxSettings.Read MailboxSettings.ReadWrite Calendars.Read Calendars.ReadWrite Calendars.Read.Shared Calendars.ReadWrite.Shared Contacts.Read Contacts.ReadWrite People.Read Tasks.ReadWrite User.ReadBasic.All",
  microsoft_teams:
    "Team.ReadBasic.All Team.Create TeamSettings.Read.All TeamMember.ReadWrite.All Channel.ReadBasic.All Channel.Create ChannelSettings.Read.All ChannelMessage.Read.All ChannelMessage.Send ChannelMessage.Edit Chat.Read Chat.ReadBasic Chat.ReadWrite Chat.Create ChatMessage.Read ChatMessage.Send OnlineMeetings.Read OnlineMeetings.ReadWrite Presence.Read.All TeamsActivity.Send User.ReadBasic.All",
  one_drive: "Files.Read Files.ReadWrite Files.ReadWrite.All Files.ReadWrite.Selected",
  share_point:
    "Sites.Read.All Sites.ReadWrite.All Sites.Manage.All Sites.Selected Files.Read Files.ReadWrite.All Lists.SelectedOperations.Selected",
  linear:
    "read write issues:create comments:create timeSchedule:write customer:read customer:write initiative:read initiative:write app:assignable app:mentionable admin",
  square:
    "BANK_ACCOUNTS_READ APPOINTMENTS_READ APPOINTMENTS_WRITE APPOINTMENTS_ALL_READ APPOINTMENTS_ALL_WRITE APPOINTMENTS_BUSINESS_SETTINGS_READ PAYMENTS_READ PAYMENTS_WRITE PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS PAYMENTS_WRITE_IN_PERSON PAYMENTS_WRITE_SHARED_ONFILE CASH_DRAWER_READ ITEMS_READ ITEMS_WRITE ORDERS_READ ORDERS_WRITE CUSTOMERS_READ CUSTOMERS_WRITE DEVICE_CREDENTIAL_MANAGEMENT DISPUTES_READ DISPUTES_WRITE EMPLOYEES_READ EMPLOYEES_WRITE GIFTCARDS_READ GIFTCARDS_WRITE INVENTORY_READ INVENTORY_WRITE INVOICES_READ INVOICES_WRITE TIMECARDS_READ TIMECARDS_WRITE TIMECARDS_SETTINGS_READ TIMECARDS_SETTINGS_WRITE MERCHANT_PROFILE_READ MERCHANT_PROFILE_WRITE LOYALTY_READ LOYALTY_WRITE PAYOUTS_READ SETTLEMENTS_READ SUBSCRIPTIONS_READ SUBSCRIPTIONS_WRITE",
  zoom: "meeting:read:list_meetings meeting:read:list_upcoming_meetings meeting:read:invitation meeting:read:list_past_instances meeting:read:participant meeting:read:summary meeting:read:local_recording_token meeting:write:meeting meeting:write:registrant meeting:write:invite_links meeting:update:meeting cloud_recording:read:recording cloud_recording:read:list_user_recordings webinar:read:list_webinars webinar:write:webinar user:read:user user:read:email",
  linkedin:
    "r_1st_connections_size r_ads_reporting rw_organization_admin w_organization_social r_organization_social w_member_social_feed w_member_social w_organization_social_feed r_basicprofile rw_ads r_organization_social_feed r_ads openid profile email",
  salesforce:
    "api refresh_token openid id profile email web full visualforce chatter_api custom_permissions wave_api pardot_api cdp_query_api cdp_profile_api cdp_ingest_api sfap_api einstein_gpt_api content lightning",
  spotify: "streaming app-remote-control user-read-playback-position user-top-read",
  tiktok: "user.info.basic user.info.stats video.list video.upload video.publish",
  typeform:
    "offline accounts:read forms:write forms:read images:write images:read themes:write themes:read responses:read responses:write webhooks:read webhooks:write workspaces:read workspaces:write",
};

describe("the scopes that a connector offers", () => {
  test.each(Object.entries(inUse))("%s: hold what public apps ask for", (type, scopes) => {
    const offered = new Set(scopesOf(type).available.map(({ scope }) => scope));
    expect(scopes.split(" ").filter((scope) => !offered.has(scope))).toEqual([]);
  });

  test.each([...connectors])("%s: each has words for people", (_type, { available }) => {
    for (const { scope, description } of available) {
      expect(description.length).toBeGreaterThan(4);
      expect(description).not.toBe(scope);
      expect(description).not.toMatch(/\.$/);
    }
  });
});

/** From the page manage-app-consent-policies: what people cannot grant where Microsoft manages consent. */
const managed =
  "Files.Read.All Files.ReadWrite.All Sites.Read.All Sites.ReadWrite.All Mail.Read Mail.ReadWrite Mail.ReadBasic Mail.Read.Shared Mail.ReadBasic.Shared Mail.ReadWrite.Shared MailboxItem.Read Calendars.Read Calendars.ReadBasic Calendars.ReadWrite Calendars.Read.Shared Calendars.ReadWrite.Shared Chat.Read Chat.ReadWrite OnlineMeetings.Read OnlineMeetings.ReadWrite MailboxFolder.Read MailboxFolder.ReadWrite MailboxSettings.Read MailboxSettings.ReadWrite Contacts.ReadWrite Contacts.Read.Shared Contacts.ReadWrite.Shared Tasks.Read Tasks.Read.Shared Tasks.ReadWrite Tasks.ReadWrite.Shared People.Read".split(
    " ",
  );

describe("who may grant a permission of Microsoft Graph", () => {
  const microsoft = ["outlook", "one_drive", "share_point", "microsoft_teams"];

  test.each(microsoft)(
    "%s says exactly where people cannot, where Microsoft manages it",
    (type) => {
      const marked = scopesOf(type)
        .available.filter(({ description }) =>
          description.includes("where Microsoft manages consent"),
        )
        .map(({ scope }) => scope);
      const offered = scopesOf(type).available.map(({ scope }) => scope);
      expect(marked.sort()).toEqual(managed.filter((scope) => offered.includes(scope)).sort());
    },
  );

  test("every such permission of mail, files, sites and chats is offered by a connector", () => {
    const offered = microsoft.flatMap((type) => scopesOf(type).available.map(({ scope }) => scope));
    expect(managed.filter((scope) => !offered.includes(scope))).toEqual([]);
  });

  test("what an administrator grants everywhere is not said of new tenants only", () => {
    const everywhere = microsoft.flatMap((type) =>
      scopesOf(type)
        .available.filter(({ description }) => description.endsWith("; an administrator grants it"))
        .map(({ scope }) => scope),
    );
    expect(everywhere).toContain("ChannelMessage.Read.All");
    expect(everywhere).toContain("Sites.FullControl.All");
    expect(everywhere.filter((scope) => managed.includes(scope))).toEqual([]);
  });
});

describe("what a connection can do first", () => {
  test.each([
    ["slack", "chat:write"],
    ["slackbot", "chat:write"],
    ["microsoft_teams", "ChannelMessage.Send"],
    ["outlook", "Mail.Send"],
    ["outlook", "Calendars.Read"],
    ["square", "PAYMENTS_READ"],
    ["linkedin", "w_member_social"],
    ["typeform", "responses:read"],
    ["tiktok", "video.list"],
    ["gmail", "https://www.googleapis.com/auth/gmail.send"],
    ["hubspot", "crm.objects.contacts.read"],
    ["calendly", "scheduled_events:read"],
    ["airtable", "data.records:read"],
  ])("%s asks for %s by default", (type, scope) => {
    expect(scopesOf(type).default).toContain(scope);
  });

  test.each([
    "slack",
    "slackbot",
    "microsoft_teams",
    "outlook",
    "one_drive",
    "share_point",
    "square",
    "linkedin",
    "typeform",
    "tiktok",
    "hubspot",
    "gmail",
    "calendly",
    "bamboohr",
  ])("%s asks for nothing broader", (type) => {
    const broad =
      /admin|ReadWrite|FullControl|Manage|_WRITE$|[.:]write$|manage|modify|mail\.google/i;
    const posting = new Set(["chat:write"]);
    const { default: defaults } = scopesOf(type);
    expect(defaults.filter((scope) => broad.test(scope) && !posting.has(scope))).toEqual([]);
  });
});
