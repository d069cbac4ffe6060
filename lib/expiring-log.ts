import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** A log group that forgets: last month's alarm can still be followed up in production, last week's try elsewhere. */
export class ExpiringLog extends LogGroup {
  constructor(scope: Construct, id: string, { retain, name }: { retain: boolean; name?: string }) {
    super(scope, id, {
      ...(name !== undefined && { logGroupName: name }),
      retention: retain ? RetentionDays.THREE_MONTHS : RetentionDays.ONE_WEEK,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
