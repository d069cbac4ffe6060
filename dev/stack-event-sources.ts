import type { StackFunction } from './synthesized-stack.ts';
import type { Resolve, Template } from './template-values.ts';

/** What calls the functions of a stack, besides its HTTP API. */
export interface EventSources {
  deliveries: Delivery[];
  schedules: Schedule[];
}

/** A queue whose messages a function is called with. */
export interface Delivery {
  functionId: string;
  queueUrl: string;
  queueArn: string;
  batchSize: number;
  maximumConcurrency: number;
  /** Whether the function may refuse single messages of a batch. */
  reportsItemFailures: boolean;
}

export interface Schedule {
  ruleArn: string;
  functionIds: string[];
  /** undefined: at certain times of the day, which do not come by themselves here. */
  everySeconds: number | undefined;
}

/** Lambda's own limit is higher; more at once serves nobody on one machine. */
const usualConcurrency = 5;

export function readEventSources(
  { Resources }: Template,
  resolve: Resolve,
  functions: readonly StackFunction[],
): EventSources {
  // biome-ignore lint/suspicious/noExplicitAny: a template has no type, and what CloudFormation requires is there.
  const ofType = (type: string): [string, any][] =>
    Object.entries(Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties = {} }]) => [id, resolve(Properties)]);
  const queueUrls = new Map(
    ofType('AWS::SQS::Queue').map(([id]) => [
      String(resolve({ 'Fn::GetAtt': [id, 'Arn'] })),
      String(resolve({ Ref: id })),
    ]),
  );
  const functionIdOf = (reference: string) => functions.find(({ name, arn }) => [name, arn].includes(reference))?.id;

  const deliveries = ofType('AWS::Lambda::EventSourceMapping')
    .filter(([, { Enabled = true }]) => Enabled)
    .map(([id, { EventSourceArn, FunctionName, BatchSize = 10, FunctionResponseTypes = [], ScalingConfig }]) => {
      const queueUrl = queueUrls.get(EventSourceArn);
      if (!queueUrl) throw new Error(`The event source ${id} is no queue of the stack; only those run here.`);
      const functionId = functionIdOf(FunctionName);
      if (!functionId) throw new Error(`The event source ${id} leads to no function of the stack.`);
      return {
        functionId,
        queueUrl,
        queueArn: EventSourceArn,
        batchSize: BatchSize,
        maximumConcurrency: ScalingConfig?.MaximumConcurrency ?? usualConcurrency,
        reportsItemFailures: FunctionResponseTypes.includes('ReportBatchItemFailures'),
      };
    });
  const schedules = ofType('AWS::Events::Rule')
    .filter(([, { ScheduleExpression, State }]) => ScheduleExpression && State !== 'DISABLED')
    .map(([id, { ScheduleExpression, Targets = [] }]) => ({
      ruleArn: String(resolve({ 'Fn::GetAtt': [id, 'Arn'] })),
      functionIds: Targets.map(({ Arn }: { Arn: string }) => functionIdOf(Arn)).filter(Boolean),
      everySeconds: secondsOf(ScheduleExpression),
    }));
  return { deliveries, schedules };
}

const secondsPer: Record<string, number> = { minute: 60, hour: 3600, day: 86_400 };

/** Of `rate(5 minutes)`. */
function secondsOf(expression: string): number | undefined {
  const [, amount, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return amount === undefined ? undefined : Number(amount) * secondsPer[unit]!;
}
