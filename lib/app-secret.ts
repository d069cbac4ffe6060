import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { variables } from '../connector/environment.ts';

/** The secret token that the developer platform shows for the app. Until a developer sets it, a random value stands here. */
export class AppSecret extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string, { retain }: { retain: boolean }) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Secret token of the app on the iAdvize developer platform; set by `npm run secret -- set`',
      // Never change this line: CloudFormation would write a new random value over the token that was set.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason: 'Only the developer platform can issue a new token; a developer carries it over.',
    });
  }

  get arn(): string {
    return this.secret.secretArn;
  }

  grantRead(grantee: LambdaFunction): void {
    Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [this.arn] });
    grantee.addEnvironment(variables.appSecret, this.arn);
  }
}
