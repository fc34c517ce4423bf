/** QuickBooks. What is about accounting holds for the company that the person picks. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const quickbooks: ScopeWordsOfConnector = {
  "com.intuit.quickbooks.accounting": {
    title: "See, create, change and delete your accounting data",
    note: "Customers, invoices, bills, payments, accounts and reports of the company that you pick.",
  },
  "com.intuit.quickbooks.payment": {
    title: "Charge cards and bank accounts of your customers, and refund them",
    note: "Also see and keep their means of payment.",
  },
  openid: "Recognize your Intuit account",
  profile: "See your name",
  email: "See your email address",
  phone: "See your telephone number",
  address: "See your postal address",
  "payroll.compensation.read": {
    title: "See what your employees are paid",
    note: "Cannot change it.",
  },
  "project-management.project": "See, create, change and delete projects",
  "time-tracking.time-entry": "See, create, change and delete hours that were worked",
  "app-foundations.custom-dimensions.read":
    "See the dimensions that you made to sort your accounting by",
  "app-foundations.custom-field-definitions":
    "See, create, change and delete the fields that you made yourself",
  "app-foundations.custom-field-definitions.read": "See the fields that you made yourself",
  "indirect-tax.tax-calculation.quickbooks": "Work out sales tax for your transactions",
};
