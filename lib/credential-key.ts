import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { variables } from '../connector/environment.ts';

/** Seals merchants' credentials and nothing else, each set bound to its website by the encryption context. */
export class CredentialKey extends Construct {
  private readonly key: Key;

  constructor(scope: Construct, id: string, { retain }: { retain: boolean }) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Seals the credentials of merchants',
      enableKeyRotation: true,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
    });
  }

  get arn(): string {
    return this.key.keyArn;
  }

  grantSeal(grantee: LambdaFunction): void {
    this.grant(grantee, 'kms:Encrypt');
  }

  grantOpen(grantee: LambdaFunction): void {
    this.grant(grantee, 'kms:Decrypt');
  }

  private grant(grantee: LambdaFunction, action: string): void {
    Grant.addToPrincipal({
      grantee,
      actions: [action],
      resourceArns: [this.key.keyArn],
      conditions: {
        // "All keys" holds of no key as well, so that the key must also be there.
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['website'] },
        Null: { 'kms:EncryptionContext:website': 'false' },
      },
    });
    grantee.addEnvironment(variables.credentialKey, this.key.keyArn);
  }
}
