import { type CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { variables } from '../connector/environment.ts';

/**
 * The catalogs as files, `<website>/<version>`, each written once and never changed: no versioning. CDK could empty the
 * bucket of a stack that is destroyed, but by a function of its own with rights to every object; one command does it too
 * (docs/deploying.md).
 */
export class IndexBucket extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retain }: { retain: boolean }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        // S3 counts from when the file was written, and looks once a day.
        { id: 'superseded', tagFilters: { superseded: 'true' }, expiration: Duration.days(1) },
        { id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'It holds what shops publish in their feeds; only the functions of this stack read and write it.',
    });
  }

  get name(): string {
    return this.bucket.bucketName;
  }

  grantRead(reader: LambdaFunction): void {
    this.grantObjects(reader, ['s3:GetObject']);
  }

  /** A refresh writes files, reads the parts of a pass, tags what it supersedes and deletes what is left of what is gone. */
  grantWrite(writer: LambdaFunction): void {
    this.grantObjects(writer, ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject']);
    Grant.addToPrincipal({ grantee: writer, actions: ['s3:ListBucket'], resourceArns: [this.bucket.bucketArn] });
  }

  private grantObjects(grantee: LambdaFunction, actions: string[]): void {
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.bucket.arnForObjects('*')] });
    grantee.addEnvironment(variables.indexBucket, this.name);
    const bucketId = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnElement);
    Validations.of(grantee.role!).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
      reason: 'A file is named after its website and when it was built; the bucket holds nothing else.',
    });
  }
}
