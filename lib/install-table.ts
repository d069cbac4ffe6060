import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { installTableKey, installTableTtl, variables } from '../connector/environment.ts';

/** One row per website. Encrypted by DynamoDB's own key: with ours, CDK's table grants would hand that key out too. */
export class InstallTable extends Construct {
  private readonly table: TableV2;

  constructor(scope: Construct, id: string, { retain }: { retain: boolean }) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: installTableKey, type: AttributeType.STRING },
      timeToLiveAttribute: installTableTtl,
      // Sealed credentials that were destroyed live on in the backups: no longer than a fault takes to be noticed.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 7 },
      deletionProtection: retain,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  get name(): string {
    return this.table.tableName;
  }

  grantRead(reader: LambdaFunction): void {
    this.grant(reader, ['dynamodb:GetItem']);
  }

  /** A write is always read, transition, conditional put. */
  grantWrite(writer: LambdaFunction): void {
    this.grant(writer, ['dynamodb:GetItem', 'dynamodb:PutItem']);
  }

  /** To find every website, and nothing else. */
  grantScan(reader: LambdaFunction): void {
    this.grant(reader, ['dynamodb:Scan']);
  }

  private grant(grantee: LambdaFunction, actions: string[]): void {
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.tableArn] });
    grantee.addEnvironment(variables.installTable, this.table.tableName);
  }
}
