/** Where the sample fleet lives: real names of regions, three clouds, four continents. */
export const regions = {
  azure: ['westeurope', 'northeurope', 'uksouth', 'eastus', 'westus2', 'southeastasia'],
  aws: ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-1', 'sa-east-1'],
  gcp: ['europe-west1', 'europe-west4', 'us-central1', 'us-east4', 'asia-southeast1', 'australia-southeast1'],
} as const satisfies Record<string, readonly string[]>
export type Cloud = keyof typeof regions
