import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Metric as CountName } from '../connector/environment.ts';

/** CloudWatch's usual step: alarms and graphs speak of "in five minutes". */
export const period = Duration.minutes(5);

/** A count that the functions write into their log lines, without dimensions, under the stack's name. */
export function count(scope: Construct, metricName: CountName): Metric {
  return new Metric({ namespace: Stack.of(scope).stackName, metricName, statistic: 'Sum', period });
}

/** One figure for all functions; one that was not called counts zero. The label keeps ids apart in one graph. */
export function sum(label: string, metrics: readonly Metric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${label}${index}`, metric]));
  const expression = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, label, period });
}
