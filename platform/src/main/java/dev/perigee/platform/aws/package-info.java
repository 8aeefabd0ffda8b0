/// The AWS Lambda API: control and invocation as AWS clients speak them, over the same registry as
/// `/v1`. One small class per resource. What is checked, stored and run is the registry's and the
/// gateway's business; here is the wire only.
///
/// Sources: the service model of the AWS Lambda API of 2015-03-31, "AWS Signature Version 4" and
/// "Lambda function URLs" in the AWS documentation.
@NullMarked
package dev.perigee.platform.aws;

import org.jspecify.annotations.NullMarked;
