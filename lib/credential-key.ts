import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { apiKeyPurpose, variables } from '../connector/environment.ts';

const boundToWebsite = {
  // "All keys" holds of no key as well, so that the key must also be there.
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['website'] },
  Null: { 'kms:EncryptionContext:website': 'false' },
};
const boundToPurpose = {
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['website', 'purpose'] },
  StringEquals: { 'kms:EncryptionContext:purpose': apiKeyPurpose },
  Null: { 'kms:EncryptionContext:website': 'false' },
};

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
    this.grant(grantee, 'kms:Encrypt', boundToWebsite);
  }

  /** Of the merchant's key of the platform's REST API, which who opens settings cannot open. */
  grantSealApiKey(grantee: LambdaFunction): void {
    this.grant(grantee, 'kms:Encrypt', boundToPurpose);
  }

  grantOpenApiKey(grantee: LambdaFunction): void {
    this.grant(grantee, 'kms:Decrypt', boundToPurpose);
  }

  grantOpen(grantee: LambdaFunction): void {
    this.grant(grantee, 'kms:Decrypt', boundToWebsite);
  }

  private grant(grantee: LambdaFunction, action: string, conditions: Record<string, Record<string, unknown>>): void {
    Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [this.key.keyArn], conditions });
    grantee.addEnvironment(variables.credentialKey, this.key.keyArn);
  }
}
