/**
 * The statements of migration 0011: whose address is proven. Of the accounts that there are, those that
 * the server's own operator made: by the set-up link or the bootstrap file, which recorded it with them.
 */
export function provenAddressStatements(int: string): readonly string[] {
  return [
    `ALTER TABLE operators ADD COLUMN proven_at ${int}`,
    `ALTER TABLE operators ADD COLUMN credentials_epoch ${int} NOT NULL DEFAULT 0`,
    `UPDATE operators SET proven_at = created_at WHERE EXISTS (
      SELECT 1 FROM audit_records
      WHERE audit_records.target_kind = 'operator'
        AND audit_records.target_id = operators.operator_id
        AND audit_records.action = 'member.added'
        AND audit_records.recorded_at - operators.created_at <= ${madeTogetherSeconds}
        AND (audit_records.details LIKE '%"by":"set-up link"%'
          OR (audit_records.actor_kind = 'server' AND audit_records.details LIKE '%"by":"bootstrap file"%'))
    )`,
  ];
}

/** An account and its first membership are made in one transaction; one that came later proves nothing. */
const madeTogetherSeconds = 5;
