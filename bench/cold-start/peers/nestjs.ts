import 'reflect-metadata';
import { Controller, Get, Inject, Injectable, Module, Req, UnauthorizedException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request } from 'express';
import serverless from 'serverless-http';
import { findProducts, readSecret } from './work.ts';

@Injectable()
class ProductsService {
  async find(query: string, signature: string | undefined) {
    return findProducts(query, signature, await readSecret());
  }
}

@Controller('products')
class ProductsController {
  readonly service: ProductsService;

  // Named for esbuild, which writes no types for the container to read.
  constructor(@Inject(ProductsService) service: ProductsService) {
    this.service = service;
  }

  @Get()
  async list(@Req() request: Request) {
    const query = request.originalUrl.slice(request.originalUrl.indexOf('?') + 1);
    const products = await this.service.find(query, request.get('x-iadvize-signature'));
    if (!products) throw new UnauthorizedException();
    return products;
  }
}

@Module({ controllers: [ProductsController], providers: [ProductsService] })
class AppModule {}

const started = NestFactory.create(AppModule, { logger: ['error', 'warn'] }).then(async (app) => {
  await app.init();
  return serverless(app.getHttpAdapter().getInstance());
});

export const handler = async (event: object, context: object) => (await started)(event, context);
